import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { PageHeader } from '../../../ui/page.tsx'
import { SecondStep } from '../../../ui/second-step.tsx'
import { finishSignIn, useArrival } from '../queries.ts'

/** The second half of signing in: the password was right, a code is awaited. */
export function SecondStepPage(props: {
  methods: readonly string[]
  next: string | undefined
  onBack: () => void
}) {
  const { t } = useTranslation('proof')
  const arrive = useArrival(props.next)
  return (
    <div className="flex flex-col gap-5">
      <PageHeader title={t('title')} description={t('text')} />
      <SecondStep
        large
        trust
        methods={props.methods}
        verb={t('verb')}
        onProof={async (proof) => arrive(await finishSignIn(proof))}
        onPasskey={async (trustDevice) => {
          const { signPasskey } = await import('../../../lib/passkeys.ts')
          const passkey = await signPasskey('POST /auth/second-factor/passkey')
          await arrive(await finishSignIn({ passkey, trustDevice }))
        }}
      />
      <p>
        <Button kind="quiet" size="small" onClick={props.onBack}>
          {t('back')}
        </Button>
      </p>
    </div>
  )
}
