import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { errorText } from '../../../lib/error-text.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { lazily } from '../../../ui/lazily.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { DangerRow, Page, PageHeader, Section } from '../../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { toast } from '../../../ui/toast.tsx'
import { WhenWanted } from '../../../ui/when-wanted.tsx'
import { StatusPart } from '../parts/status.tsx'
import { TrustedDevices } from '../parts/trusted-devices.tsx'
import {
  type SetUp as Begun,
  beginSetUp,
  totpQuery,
  trustedDevicesQuery,
  useSecondFactorChanges,
} from '../queries.ts'

// The drawing of QR codes comes with the first, forms with the second.
const SetUp = lazily(async () => (await import('../parts/set-up.tsx')).SetUp)
const ProofDialog = lazily(async () => (await import('../parts/proof-dialog.tsx')).ProofDialog)
const RecoveryCodes = lazily(async () => (await import('../parts/recovery-codes.tsx')).RecoveryCodes)

/** Two-Factor Authentication: set up in three steps, recovery codes, trusted devices, turning it off. */
export function TwoFactorPage() {
  const { t } = useTranslation('secondFactor')
  const { data, error, refetch } = useQuery(totpQuery)
  // Asked for together, so that nothing moves when they come.
  const devices = useInfiniteQuery(trustedDevicesQuery)
  const changes = useSecondFactorChanges()
  // Secrets stay here: in no cache, and gone with the page.
  const [begun, setBegun] = useState<Begun | null>(null)
  const [shown, setShown] = useState<readonly string[] | null>(null)
  const [asks, setAsks] = useState<'renew' | 'disable' | null>(null)
  const [beginning, setBeginning] = useState(false)

  async function begin() {
    setBeginning(true)
    try {
      setBegun(await beginSetUp())
      setShown(null)
    } catch (problem) {
      toast({ kind: 'problem', title: t('notBegun'), description: errorText(t, problem) })
    } finally {
      setBeginning(false)
    }
  }

  async function complete(code: string) {
    const codes = begun?.recoveryCodes ?? []
    const ended = await changes.complete(code)
    setBegun(null)
    setShown(codes)
    toast({
      title: t('enabled'),
      description: ended > 0 ? t('ended', { count: ended }) : undefined,
    })
  }

  if (!data || devices.isPending)
    return (
      <Page narrow>
        <PageHeader title={t('title')} description={t('text')} />
        {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton />}
      </Page>
    )
  return (
    <Page narrow>
      <PageHeader title={t('title')} description={t('text')} />
      <StatusPart
        state={data}
        beginning={beginning}
        onBegin={begun ? undefined : begin}
        onRenew={() => setAsks('renew')}
      />
      {begun && (
        <Section title={t('steps.title')} description={data.enabled ? t('steps.replaces') : undefined}>
          <SetUp begun={begun} onCode={complete} onCancel={() => setBegun(null)} />
        </Section>
      )}
      {shown && (
        <Section title={t('codes.title')}>
          <div className="flex flex-col gap-3">
            <Notice kind="warning">{t('codes.last')}</Notice>
            <RecoveryCodes codes={shown} />
            <div>
              <Button kind="primary" onClick={() => setShown(null)}>
                {t('codes.saved')}
              </Button>
            </div>
          </div>
        </Section>
      )}
      {data.enabled && <TrustedDevices />}
      {data.enabled && (
        <Section danger title={t('off.section')}>
          <DangerRow
            title={t('off.title')}
            action={
              <Button kind="danger" onClick={() => setAsks('disable')}>
                {t('off.act')}
              </Button>
            }
          >
            {t('off.text')}
          </DangerRow>
        </Section>
      )}
      <WhenWanted open={asks === 'renew'}>
        <ProofDialog
          open={asks === 'renew'}
          onOpenChange={(open) => setAsks(open ? 'renew' : null)}
          title={t('renew.title')}
          text={t('renew.text')}
          verb={t('renew.verb')}
          onProof={async (proof) => {
            setShown(await changes.renewCodes(proof))
            toast({ title: t('renew.done') })
          }}
        />
      </WhenWanted>
      <WhenWanted open={asks === 'disable'}>
        <ProofDialog
          danger
          open={asks === 'disable'}
          onOpenChange={(open) => setAsks(open ? 'disable' : null)}
          title={t('off.ask')}
          text={t('off.askText')}
          verb={t('off.verb')}
          onProof={async (proof) => {
            await changes.disable(proof)
            setBegun(null)
            setShown(null)
            toast({ title: t('off.done') })
          }}
        />
      </WhenWanted>
    </Page>
  )
}
