import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import type { ReplyOf } from '../../../lib/api.ts'
import { leaveFor } from '../../../lib/leave.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Form, FormActions } from '../../../ui/form.tsx'
import { LinkButton } from '../../../ui/link.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Page, PageHeader, Section } from '../../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { Consequences } from '../parts/consequences.tsx'
import { deleteMe, deletionQuery } from '../queries.ts'

/** Delete Account: what it does, with my own numbers; what I can take along; then my username, typed. */
export function DeleteAccountPage() {
  const { t } = useTranslation('leaving')
  const { data, error, refetch } = useQuery(deletionQuery)
  const blocked = data !== undefined && (data.blocking.length > 0 || data.lastOperator)
  return (
    <Page narrow>
      <PageHeader title={t('title')} description={t('text')} />
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Skeleton lines={8} />}
      {data && (
        <>
          {data.blocking.length > 0 && (
            <Notice kind="danger" title={t('blocking.title')}>
              <ul className="flex list-disc flex-col ps-5">
                {data.blocking.map(({ slug, name }) => (
                  <li key={slug} className="break-words">
                    {name}
                  </li>
                ))}
              </ul>
              <p>{t('blocking.text')}</p>
            </Notice>
          )}
          {data.lastOperator && <Notice kind="danger">{t('lastOperator')}</Notice>}
          <Consequences deletion={data} />
          <Section title={t('export.first')}>
            <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
              <p className="min-w-0 flex-1 basis-64 text-muted text-sm">{t('export.firstText')}</p>
              <LinkButton to="/personal/account/export">{t('export.open')}</LinkButton>
            </div>
          </Section>
          {!blocked && <TypedName deletion={data} />}
        </>
      )}
    </Page>
  )
}

function TypedName({ deletion }: { deletion: ReplyOf<'GET /me/deletion'> }) {
  const { t } = useTranslation('leaving')
  const client = useQueryClient()
  const form = useForm({ defaultValues: { username: '' } })
  const { username, graceDays } = deletion
  return (
    <section className="rounded-md border border-danger/50 bg-surface p-4">
      <h2 className="mb-3 font-medium">{t('confirm.title')}</h2>
      <Form
        form={form}
        onSubmit={async (values) => {
          const { state, until } = await deleteMe(values.username)
          leaveFor(client, `/account-deleted?state=${state}${until === null ? '' : `&until=${until}`}`)
        }}
      >
        <p className="text-muted text-sm">
          {graceDays > 0 ? t('confirm.grace', { count: graceDays }) : t('confirm.now')}
        </p>
        <TextField
          name="username"
          label={t('confirm.label', { username })}
          autoComplete="off"
          spellCheck={false}
        />
        <FormActions>
          <Button type="submit" kind="dangerSolid" loading={form.formState.isSubmitting}>
            {t('confirm.verb')}
          </Button>
        </FormActions>
      </Form>
    </section>
  )
}
