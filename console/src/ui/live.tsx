import { ArrowUp } from 'lucide-react'
import { type RefObject, useEffect, useRef } from 'react'
import { useFormat } from '../lib/place.tsx'
import { useTranslation } from '../lib/texts.tsx'
import { Button } from './button.tsx'
import { Switch } from './switch.tsx'

/** Whether somebody is reading a list just now: then nothing in it may move. */
function isReading(list: HTMLElement | null): boolean {
  if (!list) return false
  if (list.matches(':hover') || list.contains(document.activeElement)) return true
  if (document.body.hasAttribute('data-panel') || scrollY > 0) return true
  const selection = getSelection()
  if (selection && !selection.isCollapsed && list.contains(selection.anchorNode)) return true
  return [...list.querySelectorAll('section')].some((box) => box.scrollTop > 0)
}

type Live = {
  on: boolean
  onChange: (on: boolean) => void
  /** How many rows wait to be shown; `more` where the poll was full. */
  waiting: number
  more: boolean
  /** When the last poll answered; changes with each. */
  polledAt: number
  /** The last poll failed. */
  failing: boolean
  onShow: () => void
  list: RefObject<HTMLElement | null>
}

/** The live switch of a list, what it is doing in words, and "12 new" where showing them would move what one reads. */
export function LiveSwitch({ on, onChange, waiting, more, polledAt, failing, onShow, list }: Live) {
  const { t } = useTranslation('lists')
  const { integer } = useFormat()
  const show = useRef(onShow)
  show.current = onShow
  // biome-ignore lint/correctness/useExhaustiveDependencies: each poll is a new chance
  useEffect(() => {
    if (on && waiting > 0 && !isReading(list.current)) show.current()
  }, [on, waiting, polledAt, list])
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <Switch label={t('live.label')} value={on} onValueChange={onChange} />
      <span role="status" className="text-muted text-sm">
        {on && (failing ? t('live.failing') : waiting === 0 && t('live.on'))}
        {on && waiting > 0 && (
          <Button size="small" icon={<ArrowUp aria-hidden />} onClick={onShow}>
            {more
              ? t('live.newMore', { number: integer(waiting) })
              : t('live.new', { count: waiting, number: integer(waiting) })}
          </Button>
        )}
      </span>
    </span>
  )
}
