import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Eraser, SlidersHorizontal } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMedia } from '../../../lib/media.ts'
import { useCan } from '../../../lib/session.ts'
import { recall, remember } from '../../../lib/storage.ts'
import { Button } from '../../../ui/button.tsx'
import { Drawer } from '../../../ui/drawer.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { ErrorState, NoPermission } from '../../../ui/states.tsx'
import { toast } from '../../../ui/toast.tsx'
import { ask, stop } from '../ask.ts'
import { change, isRunning, useConversation } from '../conversation.ts'
import { Composer } from '../parts/composer.tsx'
import { ModelField, usePriceText } from '../parts/model-field.tsx'
import { SettingsFields, settingsAreFine } from '../parts/settings.tsx'
import { Thread } from '../parts/thread.tsx'
import { type Model, modelsQuery } from '../queries.ts'

const route = getRouteApi('/guarded/shell/orgs/$org/playground')

/** Talking to a model as a member: the organization pays, each answer says what it cost. */
export function PlaygroundPage() {
  const { t } = useTranslation('playground')
  const { org } = route.useParams()
  const can = useCan(org)
  if (can('models:call')) return <Playground org={org} />
  return (
    <Page>
      <PageHeader title={t('title')} />
      <NoPermission />
    </Page>
  )
}

/** What was used last, else the first that would be accepted; a model for embeddings does not chat. */
function startingModel(models: readonly Model[]): string {
  const accepted = models.filter((model) => model.accepted)
  const last = accepted.find((model) => model.id === recall('playground.model'))
  return (last ?? accepted.find((model) => !/embed/i.test(model.id)) ?? accepted[0])?.id ?? ''
}

function Playground({ org }: { org: string }) {
  const { t } = useTranslation('playground')
  const client = useQueryClient()
  const wide = useMedia('(min-width: 1024px)')
  const [drawer, setDrawer] = useState(false)
  const { data, error, refetch } = useQuery(modelsQuery(org))
  const conversation = useConversation(org)
  const { turns, model: chosen } = conversation
  const models = data?.items ?? []
  const model = models.find((one) => one.id === chosen)
  const price = usePriceText()
  const running = turns.some(isRunning)
  const sandbox = chosen.startsWith('sandbox-')

  useEffect(() => {
    if (data && !data.items.some((one) => one.id === chosen && one.accepted))
      change(org, { model: startingModel(data.items) })
  }, [data, chosen, org])
  useEffect(() => {
    // What an answer cost is gone from the wallet now.
    if (!running) void client.invalidateQueries({ queryKey: ['orgs', org, 'wallet'] })
  }, [running, client, org])

  function clear() {
    stop(org)
    change(org, { turns: [] })
    toast({ title: t('cleared'), action: { label: t('undo'), onClick: () => change(org, { turns }) } })
  }
  const settings = <SettingsFields org={org} settings={conversation} />
  const blocked = !settingsAreFine(conversation)
    ? t('composer.settings')
    : data && chosen === ''
      ? t('composer.noModel')
      : undefined

  return (
    <div className="flex h-[calc(100dvh-3.5rem)] min-h-96 min-w-0">
      <div className="flex min-w-0 flex-1 flex-col">
        <div className="border-line border-b px-4 py-3 sm:px-6">
          <PageHeader
            title={t('title')}
            description={model && <span className="tabular text-sm">{price(model)}</span>}
            actions={
              <>
                <ModelField
                  models={models}
                  value={chosen}
                  onValueChange={(next) => {
                    remember('playground.model', next)
                    change(org, { model: next })
                  }}
                />
                {!wide && (
                  <Button icon={<SlidersHorizontal aria-hidden />} onClick={() => setDrawer(true)}>
                    {t('settings.title')}
                  </Button>
                )}
                <Button icon={<Eraser aria-hidden />} disabled={turns.length === 0} onClick={clear}>
                  {t('clear')}
                </Button>
              </>
            }
          />
        </div>
        {error && !data ? (
          <div className="flex-1">
            <ErrorState error={error} onRetry={() => void refetch()} />
          </div>
        ) : (
          <Thread org={org} turns={turns} sandbox={sandbox} />
        )}
        <Composer
          org={org}
          draft={conversation.draft}
          busy={running}
          blocked={blocked}
          sandbox={sandbox}
          onSend={(question) => void ask(org, question)}
        />
      </div>
      {wide ? (
        <section
          aria-label={t('settings.title')}
          className="w-72 shrink-0 overflow-y-auto border-line border-s bg-surface p-4"
        >
          <h2 className="mb-3 font-semibold">{t('settings.title')}</h2>
          {settings}
        </section>
      ) : (
        <Drawer open={drawer} onOpenChange={setDrawer} title={t('settings.title')}>
          <div className="p-4">{settings}</div>
        </Drawer>
      )}
    </div>
  )
}
