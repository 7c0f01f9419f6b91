import { useTranslation } from '../lib/texts.tsx'
import { ConfirmCodeDialog } from '../ui/confirm-code.tsx'
import { PasskeyButton } from '../ui/passkey-button.tsx'
import type { SecondProof } from '../ui/second-step.tsx'

type Props = {
  open: boolean
  methods: readonly string[]
  onProof: (proof: SecondProof) => Promise<unknown>
  onPasskey: () => Promise<unknown>
  onCancel: () => void
}

/** Proves the person again, by the second factor. Its texts come with it. */
export function ConfirmSecondDialog(props: Props) {
  const { t } = useTranslation('proof')
  return (
    <ConfirmCodeDialog
      {...props}
      title={t('shell:confirm.title')}
      description={props.methods.includes('totp') ? t('confirm.text') : t('confirm.passkeyText')}
      verb={t('shell:confirm.verb')}
      cancel={t('ui:cancel')}
    />
  )
}

/** Beside the password, for who has both. */
export function PasskeyInstead({ onPasskey }: Pick<Props, 'onPasskey'>) {
  const { t } = useTranslation('proof')
  return <PasskeyButton label={t('passkey.instead')} onUse={onPasskey} />
}

/** The second half of signing in again, over the page. */
export function FinishSignInDialog({ username, ...props }: Props & { username: string; cover: boolean }) {
  const { t } = useTranslation('proof')
  return (
    <ConfirmCodeDialog
      {...props}
      title={t('half.title')}
      description={t('half.text', { username })}
      verb={t('shell:ended.verb')}
      cancel={t('half.back')}
    />
  )
}
