import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Calculator } from 'lucide-react'
import { useFormat } from '../../../lib/place.tsx'
import { useCan } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { FilterBar, SearchField } from '../../../ui/filters.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { Select } from '../../../ui/select.tsx'
import { EmptyState, NoPermission } from '../../../ui/states.tsx'
import { Table } from '../../../ui/table.tsx'
import { useModelColumns } from '../parts/columns.tsx'
import { fits, type ModelFilter, purposes, states } from '../parts/filter.ts'
import { ModelPanel } from '../parts/panel.tsx'
import { PriceCheck } from '../parts/price-check.tsx'
import { modelsQuery } from '../queries.ts'

const route = getRouteApi('/guarded/shell/orgs/$org/models')

/** What members may call here and what it costs. */
export function ModelsPage() {
  const { t } = useTranslation('models')
  const { org } = route.useParams()
  if (useCan(org)('prices:check')) return <Models org={org} />
  return (
    <Page>
      <PageHeader title={t('title')} />
      <NoPermission />
    </Page>
  )
}

type Changes = ModelFilter & { row?: string; check?: true }

function Models({ org }: { org: string }) {
  const { t } = useTranslation('models')
  const { integer } = useFormat()
  const { row, check, ...filter } = route.useSearch()
  const navigate = route.useNavigate()
  const columns = useModelColumns()
  const { data, error, refetch } = useQuery(modelsQuery(org))
  const rows = data?.items.filter((model) => fits(model, filter))
  const at = rows?.findIndex((model) => model.id === row) ?? -1
  const change = (changes: Changes) =>
    void navigate({ search: (old) => ({ ...old, ...changes }), replace: true })
  const step = (by: number) => {
    const next = at < 0 ? undefined : rows?.[at + by]
    return next && (() => change({ row: next.id }))
  }
  const clear = () => change({ q: undefined, state: undefined, purpose: undefined })
  const { q, state, purpose } = filter
  const chips = [
    q && { id: 'q', label: t('chip', { text: q }), onRemove: () => change({ q: undefined }) },
    state && { id: 'state', label: t(`state.${state}`), onRemove: () => change({ state: undefined }) },
    purpose && {
      id: 'purpose',
      label: t(`purpose.${purpose}`),
      onRemove: () => change({ purpose: undefined }),
    },
  ].filter((chip) => chip !== undefined && chip !== '')

  return (
    <Page>
      <PageHeader
        title={t('title')}
        count={rows && integer(rows.length)}
        description={t('description')}
        actions={
          <Button icon={<Calculator aria-hidden />} onClick={() => change({ check: true })}>
            {t('check.title')}
          </Button>
        }
      />
      <Table
        id="models"
        label={t('title')}
        columns={columns}
        rows={rows}
        rowId={(model) => model.id}
        onOpen={(model) => change({ row: model.id })}
        openId={row}
        error={error}
        onRetry={() => void refetch()}
        toolbar={
          <FilterBar chips={chips} onClear={clear}>
            <SearchField
              label={t('search')}
              value={q ?? ''}
              onSearch={(text) => change({ q: text || undefined })}
            />
            <Select
              label={t('filter.state')}
              className="w-44"
              value={state ?? ''}
              onValueChange={(next) => change({ state: states.find((one) => one === next) })}
              options={[
                { value: '', label: t('filter.any') },
                ...states.map((value) => ({ value, label: t(`state.${value}`) })),
              ]}
            />
            <Select
              label={t('filter.purpose')}
              className="w-44"
              value={purpose ?? ''}
              onValueChange={(next) => change({ purpose: purposes.find((one) => one === next) })}
              options={[
                { value: '', label: t('filter.any') },
                ...purposes.map((value) => ({ value, label: t(`purpose.${value}`) })),
              ]}
            />
          </FilterBar>
        }
        empty={
          chips.length > 0 ? (
            <EmptyState
              title={t('none.found')}
              action={<Button onClick={clear}>{t('ui:filters.clear')}</Button>}
            />
          ) : (
            <EmptyState title={t('none.title')}>
              <p>{t('none.text')}</p>
            </EmptyState>
          )
        }
      />
      <ModelPanel
        org={org}
        model={rows?.[at]}
        onClose={() => change({ row: undefined })}
        onPrevious={step(-1)}
        onNext={step(1)}
      />
      <Dialog
        open={check === true}
        onOpenChange={() => change({ check: undefined })}
        title={t('check.title')}
        description={t('check.description')}
      >
        <PriceCheck org={org} />
      </Dialog>
    </Page>
  )
}
