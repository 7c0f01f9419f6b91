/** Who did what somebody did who is gone. No account ever has this id: real ones end in 26 letters and digits. */
export const nobody = 'acc_deleted'

/**
 * What is told of somebody in the details of an act, without them: their id anywhere, their names where a value is one, their addresses.
 *
 * @param details JSON.
 */
export function without(
  details: string,
  { ids, names }: { ids: readonly string[]; names: readonly string[] },
): string {
  const known = new Set(names.map((name) => name.toLowerCase()))
  return JSON.stringify(
    JSON.parse(details, (_, value: unknown) => {
      if (typeof value !== 'string') return value
      if (known.has(value.toLowerCase())) return nobody
      let text = value
      for (const id of ids) text = text.replaceAll(id, nobody)
      for (const name of names) if (name.includes('@')) text = text.replaceAll(name, nobody)
      return text
    }),
  )
}
