/** The thread that counts tokens: text in, number out, in order. Started by estimate.ts only. */
import { parentPort } from 'node:worker_threads'
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'

// text that looks like a control token ("<|endoftext|>") is text here, not an error
const AS_TEXT = { disallowedSpecial: new Set<string>() }

parentPort?.on('message', ({ id, text }: { id: number; text: string }) => {
  let tokens: number | null
  try {
    tokens = countTokens(text, AS_TEXT)
  } catch {
    tokens = null
  }
  parentPort?.postMessage({ id, tokens })
})
