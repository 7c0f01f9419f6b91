import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Code, PanelRight, SquarePen } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useMedia } from '../../../lib/media.ts'
import { useCan, useMembership, useSession } from '../../../lib/session.ts'
import { recall, remember } from '../../../lib/storage.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Drawer } from '../../../ui/drawer.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { ErrorState, NoPermission } from '../../../ui/states.tsx'
import { ask, type Place } from '../ask.ts'
import { bodyOfDraft } from '../body.ts'
import { isRunning } from '../chat.ts'
import { changeChat, isListed, newChat, useBook } from '../chats.ts'
import { Composer } from '../parts/composer.tsx'
import { InspectDialog } from '../parts/inspect.tsx'
import { ModelField, usePriceText } from '../parts/model-field.tsx'
import { PlaygroundPanel } from '../parts/panel.tsx'
import { settingsAreFine } from '../parts/settings.tsx'
import { Thread } from '../parts/thread.tsx'
import { type Model, modelsQuery } from '../queries.ts'

const route = getRouteApi('/guarded/shell/orgs/$org/playground')

/** Talking to a model as a member: the organization pays, each answer says what it cost. */
export function PlaygroundPage() {
  const { t } = useTranslation('playground')
  const { org } = route.useParams()
  const can = useCan(org)
  const account = useSession()?.account.id
  const organization = useMembership(org)?.id
  if (account && organization && can('models:call'))
    return <Playground key={organization} org={org} owner={`${account}/${organization}`} />
  return (
    <Page>
      <PageHeader title={t('title')} />
      <NoPermission />
    </Page>
  )
}

/** What was used last, else the first that has a price, else one that is accepted without. */
function startingModel(models: readonly Model[]): string {
  const accepted = models.filter((model) => model.accepted)
  const last = accepted.find((model) => model.id === recall('playground.model'))
  return (last ?? accepted.find((model) => model.state !== 'unpriced') ?? accepted[0])?.id ?? ''
}

function Playground({ org, owner }: { org: string; owner: string }) {
  const { t } = useTranslation('playground')
  const client = useQueryClient()
  const wide = useMedia('(min-width: 1024px)')
  const [drawer, setDrawer] = useState(false)
  const [tab, setTab] = useState('settings')
  const [code, setCode] = useState(false)
  const { model: wanted } = route.useSearch()
  const navigate = route.useNavigate()
  const { data, error, refetch } = useQuery(modelsQuery(org))
  const book = useBook(owner)
  const { chat } = book
  const models = data?.items.filter((one) => one.purpose === 'chat') ?? []
  const model = models.find((one) => one.id === chat.model)
  const price = usePriceText()
  const running = chat.turns.some(isRunning)
  const sandbox = chat.model.startsWith('sandbox-')
  const place: Place = { org, owner, id: chat.id }
  const usable = models.some((one) => one.id === chat.model && one.accepted)

  useEffect(() => {
    // A link from the models page says which one: it begins a chat of its own.
    if (!book.loaded || wanted === undefined) return
    newChat(owner, { model: wanted })
    void navigate({ search: {}, replace: true })
  }, [book.loaded, wanted, owner, navigate])
  useEffect(() => {
    if (!data || usable || wanted !== undefined) return
    const start = startingModel(data.items.filter((one) => one.purpose === 'chat'))
    if (start !== chat.model) changeChat(owner, chat.id, { model: start })
  }, [data, usable, wanted, owner, chat.id, chat.model])
  useEffect(() => {
    // What an answer cost is gone from the wallet now.
    if (!running) void client.invalidateQueries({ queryKey: ['orgs', org, 'wallet'] })
  }, [running, client, org])

  const panel = (
    <PlaygroundPanel place={place} book={book} tab={tab} onTab={setTab} onChosen={() => setDrawer(false)} />
  )
  const blocked = !settingsAreFine(chat)
    ? t('composer.settings')
    : data && !usable
      ? t('composer.noModel')
      : undefined

  return (
    <div className="flex h-[calc(100dvh-3.5rem)] min-h-96 min-w-0">
      <div className="flex min-w-0 flex-1 flex-col">
        <div className="border-line border-b px-4 py-3 sm:px-6">
          <PageHeader
            title={t('title')}
            // Its line is kept until the price is known: the chat below stays where it is.
            description={<span className="tabular text-sm">{model ? price(model) : '\u00a0'}</span>}
            actions={
              <>
                <ModelField
                  models={models}
                  value={chat.model}
                  onValueChange={(next) => {
                    remember('playground.model', next)
                    changeChat(owner, chat.id, { model: next })
                  }}
                />
                <Button
                  icon={<SquarePen aria-hidden />}
                  disabled={!isListed(chat)}
                  onClick={() => newChat(owner)}
                >
                  {t('chats.new')}
                </Button>
                <Button icon={<Code aria-hidden />} disabled={!usable} onClick={() => setCode(true)}>
                  {t('code')}
                </Button>
                {!wide && (
                  <Button icon={<PanelRight aria-hidden />} onClick={() => setDrawer(true)}>
                    {t('panel.open')}
                  </Button>
                )}
              </>
            }
          />
        </div>
        {error && !data ? (
          <div className="flex-1">
            <ErrorState error={error} onRetry={() => void refetch()} />
          </div>
        ) : (
          <Thread key={chat.id} place={place} chat={chat} sandbox={sandbox} />
        )}
        <Composer
          place={place}
          chat={chat}
          busy={running}
          blocked={blocked}
          sandbox={sandbox}
          onSend={() => void ask(place)}
        />
      </div>
      {wide ? (
        <section
          aria-label={t('panel.label')}
          className="w-72 shrink-0 overflow-y-auto border-line border-s bg-surface p-4"
        >
          {panel}
        </section>
      ) : (
        <Drawer open={drawer} onOpenChange={setDrawer} title={t('panel.label')}>
          <div className="p-4">{panel}</div>
        </Drawer>
      )}
      <InspectDialog
        open={code}
        onClose={() => setCode(false)}
        title={t('inspect.next')}
        body={() => bodyOfDraft(chat)}
      />
    </div>
  )
}
