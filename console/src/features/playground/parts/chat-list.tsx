import { Download, MoreHorizontal, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button, IconButton } from '../../../ui/button.tsx'
import { cn } from '../../../ui/cn.ts'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Form } from '../../../ui/form.tsx'
import { Menu, MenuItem } from '../../../ui/menu.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { toast } from '../../../ui/toast.tsx'
import { stop } from '../ask.ts'
import { type Chat, titleOf } from '../chat.ts'
import { changeChat, chooseChat, dropChat, dropChats, isListed, type useBook } from '../chats.ts'
import { saveChats } from '../export.ts'

type Props = { org: string; owner: string; book: ReturnType<typeof useBook>; onChosen: () => void }

/** The chats that this browser keeps, newest first. */
export function ChatList({ org, owner, book, onChosen }: Props) {
  const { t } = useTranslation('playground')
  const { relative } = useFormat()
  const [renaming, setRenaming] = useState<Chat>()
  const [clearing, setClearing] = useState(false)
  const chats = book.chats.filter(isListed)
  const nameOf = (chat: Chat) => titleOf(chat) ?? t('chats.untitled')

  function drop(chat: Chat) {
    stop(chat.id)
    const undo = dropChat(owner, chat.id)
    toast({ title: t('chats.dropped'), action: { label: t('undo'), onClick: undo } })
  }
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {!book.kept && <Notice kind="warning">{t('chats.notKept')}</Notice>}
      {chats.length === 0 ? (
        <p className="text-muted text-sm">{t('chats.none')}</p>
      ) : (
        <ul aria-label={t('chats.title')} className="flex flex-col gap-0.5">
          {chats.map((chat) => (
            <li
              key={chat.id}
              className={cn(
                'flex min-w-0 items-center gap-1 rounded-md hover:bg-hover',
                chat.id === book.current && 'bg-accent-soft',
              )}
            >
              <button
                type="button"
                aria-current={chat.id === book.current || undefined}
                onClick={() => {
                  chooseChat(owner, chat.id)
                  onChosen()
                }}
                className="tap flex min-w-0 flex-1 flex-col rounded-md px-2 py-1.5 text-start"
              >
                <span className="w-full truncate font-medium text-sm">{nameOf(chat)}</span>
                <span className="w-full truncate text-muted text-xs">
                  {relative(new Date(chat.at).toISOString())}
                  {' \u00b7 '}
                  {chat.model}
                </span>
              </button>
              <Menu
                label={t('chats.acts', { name: nameOf(chat) })}
                trigger={
                  <IconButton
                    size="small"
                    label={t('chats.acts', { name: nameOf(chat) })}
                    icon={<MoreHorizontal />}
                  />
                }
              >
                <MenuItem icon={<Pencil aria-hidden />} onClick={() => setRenaming(chat)}>
                  {t('chats.rename')}
                </MenuItem>
                <MenuItem icon={<Download aria-hidden />} onClick={() => saveChats(nameOf(chat), [chat])}>
                  {t('chats.export')}
                </MenuItem>
                <MenuItem danger icon={<Trash2 aria-hidden />} onClick={() => drop(chat)}>
                  {t('chats.drop')}
                </MenuItem>
              </Menu>
            </li>
          ))}
        </ul>
      )}
      {chats.length > 0 && (
        <div className="flex flex-wrap gap-2">
          <Button size="small" onClick={() => saveChats(t('chats.file', { org }), chats)}>
            {t('chats.exportAll')}
          </Button>
          <Button size="small" kind="danger" onClick={() => setClearing(true)}>
            {t('chats.clear')}
          </Button>
        </div>
      )}
      <p className="text-muted text-xs">{t('chats.where')}</p>
      {renaming && (
        <RenameDialog
          name={nameOf(renaming)}
          onClose={() => setRenaming(undefined)}
          onName={(title) => changeChat(owner, renaming.id, { title: title.trim() || null })}
        />
      )}
      <ConfirmDialog
        open={clearing}
        onOpenChange={setClearing}
        title={t('chats.clearQuestion')}
        verb={t('chats.clear')}
        onConfirm={async () => {
          for (const { id } of chats) stop(id)
          await dropChats(owner)
        }}
      >
        {t('chats.clearText')}
      </ConfirmDialog>
    </div>
  )
}

type RenameProps = { name: string; onName: (name: string) => void; onClose: () => void }
function RenameDialog({ name, onName, onClose }: RenameProps) {
  const { t } = useTranslation('playground')
  const form = useForm({ defaultValues: { name } })
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="small"
      title={t('chats.renameTitle')}
      footer={
        <>
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
          <Button type="submit" form="rename-chat" kind="primary">
            {t('chats.save')}
          </Button>
        </>
      }
    >
      <Form
        id="rename-chat"
        form={form}
        onSubmit={async (values) => {
          onName(values.name)
          onClose()
        }}
      >
        <TextField name="name" label={t('chats.name')} maxLength={80} autoComplete="off" optional />
      </Form>
    </Dialog>
  )
}
