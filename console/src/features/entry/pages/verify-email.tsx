import { LinkAct } from '../parts/link-act.tsx'
import { useVerification } from '../queries.ts'

/** Where the link of a mail leads that proves an address. */
export function VerifyEmailPage() {
  return <LinkAct name="verify" onAct={useVerification()} />
}
