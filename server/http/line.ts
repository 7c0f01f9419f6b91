/** Lets those that come at once go on one after the other. */
export type Line = () => Promise<void>

/**
 * A line for requests of strangers: of many that came at once, one goes on in each turn of the event loop, so that whatever else came with
 * them waits for one of them and not for all. It turns nobody away, and keeps the order.
 */
export function createLine(): Line {
  const waiting: (() => void)[] = []
  function next(): void {
    waiting.shift()?.()
    if (waiting.length > 0) setImmediate(next)
  }
  return () =>
    new Promise((resolve) => {
      if (waiting.push(resolve) === 1) setImmediate(next)
    })
}
