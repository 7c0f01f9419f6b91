import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { cn } from './cn.ts'
import { itemClass, popupClass } from './popup.ts'

export type MenuProps = {
  trigger: ReactElement
  children: ReactNode
  align?: 'start' | 'end'
  label?: string
}
/** The whole of `menu.tsx`, which loads it. */
export function Menu(props: MenuProps) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={props.trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align={props.align ?? 'end'} className="z-50">
          <Base.Popup
            aria-label={props.label}
            className={cn(popupClass, 'max-h-(--available-height) min-w-44 overflow-y-auto')}
          >
            {props.children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

export type MenuItemProps = {
  children: ReactNode
  icon?: ReactNode
  disabled?: boolean
  danger?: boolean
  onClick?: () => void
}
export function MenuItem({ children, icon, danger, ...props }: MenuItemProps) {
  return (
    <Base.Item
      {...props}
      className={cn(itemClass, '[&>svg]:size-4', danger && 'text-danger data-highlighted:bg-danger-soft')}
    >
      {icon}
      {children}
    </Base.Item>
  )
}

export type MenuLinkProps = { link: ReactElement; children: ReactNode; icon?: ReactNode }
export function MenuLink({ link, children, icon }: MenuLinkProps) {
  return (
    <Base.LinkItem render={link} closeOnClick className={cn(itemClass, 'text-ink [&>svg]:size-4')}>
      {icon}
      {children}
    </Base.LinkItem>
  )
}

export type MenuChoiceProps<V extends string> = {
  label: string
  value: V
  onValueChange: (value: V) => void
  options: readonly { value: V; label: string }[]
}
export function MenuChoice<V extends string>(props: MenuChoiceProps<V>) {
  return (
    <Base.RadioGroup value={props.value} onValueChange={(value) => props.onValueChange(value as V)}>
      <Base.GroupLabel className="px-2 pt-1.5 pb-0.5 text-muted text-xs">{props.label}</Base.GroupLabel>
      {props.options.map((option) => (
        <Base.RadioItem key={option.value} value={option.value} closeOnClick className={itemClass}>
          <span className="flex w-4">
            <Base.RadioItemIndicator>
              <Check className="size-4" />
            </Base.RadioItemIndicator>
          </span>
          {option.label}
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  )
}

export type MenuToggleProps = {
  label: string
  checked: boolean
  onCheckedChange: (checked: boolean) => void
}
export function MenuToggle(props: MenuToggleProps) {
  return (
    <Base.CheckboxItem
      checked={props.checked}
      onCheckedChange={props.onCheckedChange}
      closeOnClick={false}
      className={itemClass}
    >
      <span className="flex w-4">
        <Base.CheckboxItemIndicator>
          <Check className="size-4" />
        </Base.CheckboxItemIndicator>
      </span>
      {props.label}
    </Base.CheckboxItem>
  )
}

export type MenuGroupProps = { label: string; children: ReactNode }
export function MenuGroup({ label, children }: MenuGroupProps) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2 pt-1.5 pb-0.5 text-muted text-xs">{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  )
}

export function MenuSeparator() {
  return <Base.Separator className="-mx-1 my-1 h-px bg-line" />
}
