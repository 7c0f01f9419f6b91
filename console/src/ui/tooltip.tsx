import { cloneElement, type ReactElement } from 'react'

/**
 * A short text on hover and on focus. Never the only place of something a person needs. It only says what the text is: `Tooltips` shows
 * it, once for the whole console, so that hundreds of small buttons carry no more than an attribute.
 */
export function Tooltip({ text, children }: { text: string; children: ReactElement<object> }) {
  return cloneElement(children, { 'data-tooltip': text } as object)
}
