import { cloneElement, type ReactElement } from 'react'
import { later, useLater } from './later.ts'
import type * as Parts from './menu-parts.tsx'

/** What menus are made of comes with the first that is about to be opened: the button alone needs nothing of it. */
export const menuCode = later(() => import('./menu-parts.tsx'))

function parts(): typeof Parts {
  if (!menuCode.loaded) throw new Error('the parts of a menu belong into a Menu')
  return menuCode.loaded
}

type Handlers = { [prop: string]: unknown }

/** A button that opens a list of acts. `trigger` is a Button or IconButton. */
export function Menu(props: Parts.MenuProps) {
  const { parts, stand, button } = useLater(menuCode)
  const trigger = props.trigger as ReactElement<Handlers>
  if (parts) return <parts.Menu {...props} trigger={cloneElement(trigger, { ref: button })} />
  return cloneElement(trigger, { 'aria-haspopup': 'menu', 'aria-expanded': false, ...stand })
}

export function MenuItem(props: Parts.MenuItemProps) {
  const { MenuItem } = parts()
  return <MenuItem {...props} />
}

/** An item that goes somewhere: `link` is the router's `<Link>`. */
export function MenuLink(props: Parts.MenuLinkProps) {
  const { MenuLink } = parts()
  return <MenuLink {...props} />
}

/** One of a few, with a tick on the chosen one. */
export function MenuChoice<V extends string>(props: Parts.MenuChoiceProps<V>) {
  const { MenuChoice } = parts()
  return <MenuChoice {...props} />
}

/** On or off, with a tick. */
export function MenuToggle(props: Parts.MenuToggleProps) {
  const { MenuToggle } = parts()
  return <MenuToggle {...props} />
}

export function MenuGroup(props: Parts.MenuGroupProps) {
  const { MenuGroup } = parts()
  return <MenuGroup {...props} />
}

export function MenuSeparator() {
  const { MenuSeparator } = parts()
  return <MenuSeparator />
}
