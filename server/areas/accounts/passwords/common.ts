import { dictionary } from '@zxcvbn-ts/language-common'

// The list that we ship: the 49,000 most used passwords of published leaks, lower case (MIT licence).
const common: ReadonlySet<string> = new Set(dictionary['passwords-common'])

/** Whether a password, already in lower case, is among the most used ones (rule 3). */
export function isCommonPassword(folded: string): boolean {
  return common.has(folded)
}
