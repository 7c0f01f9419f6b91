export type Where = { listening: string; publicUrl: string; setupLink: string | null }

/** What the server says when it is ready: for people, so it goes around the log. */
export function whereToGo({ listening, publicUrl, setupLink }: Where): string[] {
  const lines = [
    '',
    `Portico is ready at ${publicUrl} (listening on ${listening})`,
    `  Reference of the API   ${publicUrl}/docs`,
    `  Base URL for programs  ${publicUrl}/v1`,
  ]
  if (setupLink !== null) {
    lines.push(
      '',
      'There is no operator yet. Make the first account with this link; it works once:',
      `  ${setupLink}`,
    )
  }
  return [...lines, '']
}
