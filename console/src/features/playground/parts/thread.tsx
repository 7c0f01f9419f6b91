import { MessagesSquare } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from '../../../lib/texts.tsx'
import { Scroll } from '../../../ui/scroll.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import type { Place } from '../ask.ts'
import type { Chat } from '../chat.ts'
import { TurnView } from './turn.tsx'

const nearEnd = 80

type Props = { place: Place; chat: Chat; sandbox: boolean }

/** The conversation. It follows the answer while its end is in sight; who scrolls up is left alone. */
export function Thread({ place, chat, sandbox }: Props) {
  const { t } = useTranslation('playground')
  const { turns } = chat
  const box = useRef<HTMLElement>(null)
  const follows = useRef(true)
  const last = turns.at(-1)
  const state = last?.answer.state
  // biome-ignore lint/correctness/useExhaustiveDependencies: each piece of the answer moves the end
  useEffect(() => {
    if (follows.current) box.current?.scrollTo({ top: box.current.scrollHeight })
  }, [turns])
  return (
    <Scroll
      ref={box}
      label={t('thread')}
      className="min-h-0 flex-1 px-4 py-5 sm:px-6"
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        follows.current = scrollHeight - scrollTop - clientHeight < nearEnd
      }}
    >
      {turns.length === 0 ? (
        <EmptyState icon={<MessagesSquare aria-hidden />} title={t('first.title')}>
          <p>{sandbox ? t('first.sandbox') : t('first.text')}</p>
        </EmptyState>
      ) : (
        <ol className="mx-auto flex max-w-3xl flex-col gap-8">
          {turns.map((turn) => (
            <TurnView key={turn.id} place={place} chat={chat} turn={turn} last={turn === last} />
          ))}
        </ol>
      )}
      <p role="status" className="sr-only">
        {state === 'done' ? t('turn.done') : state === 'waiting' ? t('turn.waiting') : ''}
      </p>
    </Scroll>
  )
}
