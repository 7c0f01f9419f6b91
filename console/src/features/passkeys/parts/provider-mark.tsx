import { Cloud, Fingerprint, Grid2x2, type LucideIcon, Usb } from 'lucide-react'
import type { Passkey } from '../queries.ts'

const icons: Record<string, LucideIcon> = { icloud: Cloud, windows: Grid2x2, yubikey: Usb }
const letters: Record<string, string> = {
  ...{ google: 'G', chrome: 'C', samsung: 'S', onepassword: '1', bitwarden: 'B', dashlane: 'D' },
  ...{ keepassxc: 'K', proton: 'P', nordpass: 'N', keeper: 'K', enpass: 'E' },
}

/** What made a passkey, drawn simply: a sign or a letter, and a fingerprint where it does not say. Its name stands beside it. */
export function ProviderMark({ provider }: Pick<Passkey, 'provider'>) {
  const letter = provider ? letters[provider.id] : undefined
  const Icon = (provider && icons[provider.id]) ?? Fingerprint
  return (
    <span
      aria-hidden
      className="inline-flex size-8 shrink-0 items-center justify-center rounded-md border border-line bg-sunken font-semibold text-muted [&>svg]:size-4"
    >
      {letter ?? <Icon />}
    </span>
  )
}
