import { useBlocker } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from '../lib/texts.tsx'
import { Button } from './button.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'

type Props = { dirty: boolean; saving: boolean; onDiscard: () => void }

/** "Unsaved changes: Discard, Save" at the bottom of a settings form, and the question before leaving it. Goes inside the Form. */
export function SaveBar({ dirty, saving, onDiscard }: Props) {
  const { t } = useTranslation('ui')
  const blocker = useBlocker({
    // Another query on the same page (a tab, a filter) is not leaving.
    shouldBlockFn: ({ current, next }) => dirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => dirty,
    withResolver: true,
  })
  useEffect(() => {
    if (!dirty) return
    // A toast would lie over the buttons.
    document.body.setAttribute('data-save-bar', '')
    return () => document.body.removeAttribute('data-save-bar')
  }, [dirty])
  return (
    <>
      {dirty && (
        <div className="sticky bottom-4 z-20 flex flex-wrap items-center justify-between gap-3 rounded-md border border-edge bg-surface px-4 py-2.5 shadow-pop">
          <p role="status" className="font-medium">
            {t('save.unsaved')}
          </p>
          <div className="flex gap-2">
            <Button disabled={saving} onClick={onDiscard}>
              {t('save.discard')}
            </Button>
            <Button type="submit" kind="primary" loading={saving}>
              {t('save.save')}
            </Button>
          </div>
        </div>
      )}
      <ConfirmDialog
        open={blocker.status === 'blocked'}
        onOpenChange={(open) => {
          if (!open) blocker.reset?.()
        }}
        title={t('save.leaveTitle')}
        verb={t('save.leave')}
        onConfirm={async () => blocker.proceed?.()}
      >
        {t('save.leaveText')}
      </ConfirmDialog>
    </>
  )
}
