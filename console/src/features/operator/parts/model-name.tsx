/** The name of a model in a table: never squeezed to a letter a line, however little room there is. */
export function ModelName({ children }: { children: string }) {
  return <span className="block max-w-full break-all font-mono text-xs sm:w-max sm:max-w-56">{children}</span>
}
