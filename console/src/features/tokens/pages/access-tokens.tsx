import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { KeySquare, Plus } from 'lucide-react'
import { useCallback, useState } from 'react'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { CodeBlock } from '../../../ui/code-block.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { lazily } from '../../../ui/lazily.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { LoadMore } from '../../../ui/pagination.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { toast } from '../../../ui/toast.tsx'
import { WhenWanted } from '../../../ui/when-wanted.tsx'
import { curlSample, TokenSecretDialog, useFreshToken } from '../parts/token-secret.tsx'
import { type TokenAct, TokenTable } from '../parts/token-table.tsx'
import { type AccessToken, revokeToken, tokensQuery } from '../queries.ts'

// Their forms are larger than the list, and most visits only look.
const TokenWindow = lazily(async () => (await import('../parts/token-window.tsx')).TokenWindow)
const RegenerateWindow = lazily(async () => (await import('../parts/regenerate-window.tsx')).RegenerateWindow)

/** System Access Token: what acts as me without a browser; made, changed, regenerated and revoked here. */
export function AccessTokensPage() {
  const { t } = useTranslation('tokens')
  const client = useQueryClient()
  const list = useInfiniteQuery(tokensQuery)
  const rows = list.data?.pages.flatMap((page) => page.items)
  const [act, setAct] = useState<TokenAct | 'new' | null>(null)
  const [token, setToken] = useState<AccessToken>()
  const fresh = useFreshToken()
  const close = () => setAct(null)
  const begin = useCallback((next: TokenAct, on: AccessToken) => {
    setToken(on)
    setAct(next)
  }, [])
  const add = (
    <Button
      kind="primary"
      icon={<Plus />}
      onClick={() => {
        setToken(undefined)
        setAct('new')
      }}
    >
      {t('new.open')}
    </Button>
  )
  return (
    <Page>
      <PageHeader title={t('title')} description={t('text')} actions={add} />
      <Notice kind="warning" title={t('warning.title')}>
        {t('warning.text')}
      </Notice>
      <TokenTable
        rows={rows}
        error={list.error}
        onRetry={() => void list.refetch()}
        onAct={begin}
        empty={
          <EmptyState icon={<KeySquare />} title={t('first.title')} action={add}>
            <p>{t('first.text')}</p>
            <CodeBlock label={t('first.example')} code={curlSample('$PORTICO_ACCESS_TOKEN')} />
          </EmptyState>
        }
        footer={
          rows &&
          rows.length > 0 && (
            <LoadMore
              shown={rows.length}
              hasMore={list.hasNextPage}
              loading={list.isFetchingNextPage}
              onMore={() => void list.fetchNextPage()}
            />
          )
        }
      />
      <WhenWanted open={act === 'new' || act === 'edit'}>
        <TokenWindow
          open={act === 'new' || act === 'edit'}
          onOpenChange={close}
          token={token}
          onMade={fresh.show}
        />
      </WhenWanted>
      {token && (
        <WhenWanted open={act === 'regenerate'}>
          <RegenerateWindow
            open={act === 'regenerate'}
            onOpenChange={close}
            token={token}
            onMade={fresh.show}
          />
        </WhenWanted>
      )}
      <ConfirmDialog
        open={act === 'revoke'}
        onOpenChange={close}
        title={t('revoke.ask', { name: token?.name ?? '' })}
        verb={t('revoke.verb')}
        onConfirm={async () => {
          if (token) await revokeToken(token.id)
          void client.invalidateQueries({ queryKey: ['me', 'security-log'] })
          await client.invalidateQueries({ queryKey: tokensQuery.queryKey })
          toast({ title: t('revoke.done', { name: token?.name ?? '' }) })
        }}
      >
        {t('revoke.text')}
      </ConfirmDialog>
      <TokenSecretDialog fresh={fresh} />
    </Page>
  )
}
