import { type FunctionComponent, type ReactNode, useEffect, useState } from 'react'
import { later } from './later.ts'

/**
 * A component whose code comes when it is first shown, or when `load` asks for it. Like React's `lazy`, except that nothing suspends: React
 * holds back what was suspended for 300 ms, even where its code came long before. `waiting` stands there until the code has come.
 *
 * @throws what fetching the code threw, while rendering: for the next boundary.
 */
export function lazily<Props extends object>(fetchIt: () => Promise<FunctionComponent<Props>>) {
  const code = later(fetchIt)
  // biome-ignore lint/correctness/noComponentHookFactories: made once, by the module that shows it
  function Lazily({ waiting, ...props }: Props & { waiting?: ReactNode }) {
    const [Part, setPart] = useState(() => code.loaded)
    const [failure, setFailure] = useState<{ cause: unknown } | null>(null)
    useEffect(() => {
      if (Part) return
      let here = true
      code.load().then(
        (loaded) => here && setPart(() => loaded),
        (cause) => here && setFailure({ cause }),
      )
      return () => {
        here = false
      }
    }, [Part])
    if (failure) throw failure.cause
    // Without `waiting`, which is ours, these are the props of the part.
    return Part ? <Part {...(props as unknown as Props)} /> : waiting
  }
  return Object.assign(Lazily, { load: code.load })
}
