import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { errorText } from '../../../lib/error-text.ts'
import { safeNext } from '../../../lib/search.ts'
import { organizationsQuery } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { TextLink } from '../../../ui/link.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { PageHeader } from '../../../ui/page.tsx'
import { toast } from '../../../ui/toast.tsx'
import { RecoveryCodes } from '../parts/recovery-codes.tsx'
import { SetUp } from '../parts/set-up.tsx'
import { type SetUp as Begun, beginSetUp, signOut, totpQuery, useSecondFactorChanges } from '../queries.ts'

const route = getRouteApi('/guarded/bare/second-factor-required')

/**
 * Where somebody is led who lacks a second factor that the operator, or the organization of the query, requires: why, the three steps, and
 * back to where they wanted to go.
 */
export function RequiredPage() {
  const { t } = useTranslation('secondFactor')
  const { next, org } = route.useSearch()
  const router = useRouter()
  const changes = useSecondFactorChanges()
  // Secrets stay here: in no cache, and gone with the page.
  const [begun, setBegun] = useState<Begun | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const [beginning, setBeginning] = useState(false)
  const { data: state } = useQuery(totpQuery)
  const goOn = () => void router.navigate({ href: safeNext(next), replace: true })

  async function begin() {
    setBeginning(true)
    try {
      setBegun(await beginSetUp())
    } catch (problem) {
      toast({ kind: 'problem', title: t('notBegun'), description: errorText(t, problem) })
    } finally {
      setBeginning(false)
    }
  }

  async function leave() {
    try {
      await signOut()
      // A full load drops everything that this tab still holds.
      location.assign('/sign-in')
    } catch (problem) {
      toast({ kind: 'problem', title: t('shell:signOutFailed'), description: errorText(t, problem) })
    }
  }

  return (
    <div className="flex flex-col gap-5">
      <PageHeader title={t('required.title')} />
      {codes ? (
        <>
          <Notice kind="success">{t('enabled')}</Notice>
          <Notice kind="warning">{t('codes.last')}</Notice>
          <RecoveryCodes codes={codes} />
          <Button kind="primary" size="large" onClick={goOn}>
            {t('required.goOn')}
          </Button>
        </>
      ) : state?.enabled ? (
        <>
          <Notice kind="success">{t('enabled')}</Notice>
          <Button kind="primary" size="large" onClick={goOn}>
            {t('links:goOn')}
          </Button>
        </>
      ) : (
        <>
          {org === undefined ? (
            <p className="text-muted">{t('required.operator')}</p>
          ) : (
            <ByOrganization org={org} />
          )}
          {begun ? (
            <SetUp
              begun={begun}
              onCode={async (code) => {
                await changes.complete(code)
                setCodes(begun.recoveryCodes)
                setBegun(null)
              }}
              onCancel={() => setBegun(null)}
            />
          ) : (
            <>
              <Button kind="primary" size="large" loading={beginning} onClick={() => void begin()}>
                {t('begin')}
              </Button>
              <Button kind="quiet" onClick={() => void leave()}>
                {t('shell:signOut')}
              </Button>
            </>
          )}
        </>
      )}
    </div>
  )
}

function ByOrganization({ org }: { org: string }) {
  const { t } = useTranslation('secondFactor')
  const { data } = useQuery(organizationsQuery)
  const name = data?.items.find(({ slug }) => slug === org)?.name ?? org
  return (
    <>
      <p className="text-muted">{t('required.organization', { name })}</p>
      <p className="text-muted">
        {t('required.rest')} <TextLink to="/personal/profile">{t('required.personal')}</TextLink>
      </p>
    </>
  )
}
