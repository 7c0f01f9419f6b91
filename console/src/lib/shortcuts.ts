import { recall, remember } from './storage.ts'

/** Keys without Ctrl or ⌘ (`/`, `?`, J, K) can be switched off: who dictates or slips on the keyboard sets them off by mistake. */
export function singleKeysOn(): boolean {
  return recall('singleKeys') !== 'off'
}

export function setSingleKeys(on: boolean) {
  remember('singleKeys', on ? null : 'off')
}

/** Whether this event is one of those keys, and meant as one: nobody types and no window lies over the page. */
export function isSingleKey(event: KeyboardEvent, ...keys: readonly string[]): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented)
    return false
  return keys.includes(event.key) && singleKeysOn() && !isTyping(event.target, event.key)
}

function isTyping(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false
  const field = target.closest('input, textarea, select, [contenteditable], [role="combobox"]')
  // The button of a list takes letters, to choose by; no name begins with a sign.
  return field !== null && !(field.matches('button') && !/[\p{L}\d]/u.test(key))
}

/** Whether a window lies over the page: what is behind it is out of reach then, for keys as for screen readers. */
export function pageIsCovered(): boolean {
  return document.getElementById('page')?.closest('[inert], [aria-hidden="true"]') !== null
}

/** What the modifier of shortcuts is called on this machine. */
export const modifier = /Mac|iPhone|iPad/.test(navigator.platform) ? '\u2318' : 'Ctrl'
