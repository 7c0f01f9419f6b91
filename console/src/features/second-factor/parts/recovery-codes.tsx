import { Download, Printer } from 'lucide-react'
import { saveAs } from '../../../lib/download.ts'
import { useSession } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'

/** The ten codes, shown once: to copy, to download, to print. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const { t } = useTranslation('secondFactor')
  const username = useSession()?.account.username ?? ''
  const plain = codes.join('\n')
  // On paper or in a file it must say what it is for.
  const sheet = `${t('codes.sheet', { host: location.host, username })}\n\n${plain}\n\n${t('codes.once')}\n`
  return (
    <div className="flex flex-col gap-3">
      <ol
        aria-label={t('codes.title')}
        className="grid grid-cols-1 gap-x-8 gap-y-1.5 rounded-md border border-line bg-sunken px-4 py-3 font-mono min-[400px]:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code} className="whitespace-nowrap">
            {code}
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        <CopyButton showLabel kind="secondary" text={plain} label={t('codes.copy')} />
        <Button icon={<Download />} onClick={() => download(sheet)}>
          {t('codes.download')}
        </Button>
        <Button icon={<Printer />} onClick={() => print(sheet)}>
          {t('codes.print')}
        </Button>
      </div>
    </div>
  )
}

function download(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  saveAs(url, 'portico-recovery-codes.txt')
  // The browser has taken hold of it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** Prints the codes alone, from a frame that nobody sees. */
function print(text: string): void {
  const frame = document.createElement('iframe')
  frame.hidden = true
  document.body.append(frame)
  const inside = frame.contentWindow
  const sheet = inside?.document.createElement('pre')
  if (!inside || !sheet) {
    frame.remove()
    return
  }
  sheet.textContent = text
  inside.document.body.append(sheet)
  inside.addEventListener('afterprint', () => frame.remove())
  inside.print()
}
