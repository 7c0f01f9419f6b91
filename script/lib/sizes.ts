import { sourceFiles } from './source-files.ts'

/** A file says one thing: none above 500 lines, half of them under 80. Catalogues of texts and generated files aside. */
const mostLines = 500
const medianLines = 80

const root = new URL('../..', import.meta.url).pathname
const files = sourceFiles(root, ['server', 'contract', 'console', 'script', 'e2e', 'bench'])
const sizes = [...files]
  .filter(([path]) => !path.includes('/locales/') && !path.endsWith('.gen.ts'))
  .map(([path, text]) => ({ path, lines: text.split('\n').length - 1 }))
  .sort((a, b) => b.lines - a.lines)
const median = sizes[Math.floor(sizes.length / 2)]?.lines ?? 0
const large = sizes.filter(({ lines }) => lines > mostLines)

for (const { path, lines } of large) console.log(`${path} has ${lines} lines: split it by noun`)
if (median >= medianLines) console.log(`Half of all files have ${median} lines or more`)
console.log(`${sizes.length} files, median ${median} lines, largest ${sizes[0]?.lines} (${sizes[0]?.path})`)
process.exitCode = large.length > 0 || median >= medianLines || sizes.length === 0 ? 1 : 0
