import { useTranslation } from '../../../lib/texts.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import type { Place } from '../ask.ts'
import type { useBook } from '../chats.ts'
import { ChatList } from './chat-list.tsx'
import { SettingsFields } from './settings.tsx'

type Props = {
  place: Place
  book: ReturnType<typeof useBook>
  onChosen: () => void
  tab: string
  onTab: (tab: string) => void
}

/** What is set for this chat, and the other chats. */
export function PlaygroundPanel({ place, book, tab, onTab, onChosen }: Props) {
  const { t } = useTranslation('playground')
  return (
    <Tabs
      label={t('panel.label')}
      value={tab}
      onValueChange={onTab}
      tabs={[
        {
          value: 'settings',
          label: t('settings.title'),
          content: <SettingsFields place={place} settings={book.chat} />,
        },
        {
          value: 'chats',
          label: t('chats.title'),
          content: <ChatList org={place.org} owner={place.owner} book={book} onChosen={onChosen} />,
        },
      ]}
    />
  )
}
