import { configTable } from '../config.ts'

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')
const code = (text: string): string => (/^[\w.:/<>-]+$/.test(text) && text !== 'none' ? `\`${text}\`` : text)

/** `docs/configuration.md`, printed from the one table of settings. A test fails when the page is not what this prints. */
export function configurationPage(): string {
  const rows = Object.values(configTable).map(
    ({ variable, fallback, doc }) => `| \`${variable}\` | ${code(cell(fallback))} | ${cell(doc)} |`,
  )
  return `# Configuration

Printed from the table in \`server/config.ts\` by \`npm run --silent portico config > docs/configuration.md\`; edit it there.

The process reads these environment variables at its start. A value that does not fit stops it, with every problem named at
once. What the operator changes while it runs is in the console under *Operator, Settings*; where a variable for the same thing is
set, it wins, and the console says so.

| variable | default | meaning |
| --- | --- | --- |
${rows.join('\n')}

Certificates are checked against those that Node brings. Where mail servers, upstreams or identity providers have an authority of your own,
name a file with its certificate (PEM) in Node's \`NODE_EXTRA_CA_CERTS\`.
`
}
