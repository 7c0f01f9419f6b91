/** What the messages of a chat call hold beside text, and their text for an estimate. */

/**
 * Sizes that a hold and a plausibility check need.
 * - `inlineBytes`: characters of data URLs and base64 audio, to be left out of the text
 * - `images`: pictures by `detail` (anything but "low" counts as high), inline or by URL
 * - `audioBytes`: bytes of inline audio, decoded
 * - `byReference`: something whose size the request does not show (a file, a video, a provider's own tool)
 */
export type Content = {
  inlineBytes: number
  images: { low: number; high: number }
  audioBytes: number
  byReference: boolean
}

type Fields = Record<string, unknown>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Counts what a chat body contains; never throws on odd shapes, for the upstream judges those. */
export function measureContent(body: Fields): Content {
  const found: Content = {
    inlineBytes: 0,
    images: { low: 0, high: 0 },
    audioBytes: 0,
    byReference: body.web_search_options !== undefined || body.plugins !== undefined,
  }
  for (const message of body.messages as unknown[]) {
    const content = (message as Fields).content
    if (Array.isArray(content)) for (const part of content) measurePart(part, found)
  }
  if (Array.isArray(body.tools)) {
    for (const tool of body.tools) if (!isFields(tool) || tool.type !== 'function') found.byReference = true
  }
  return found
}

function measurePart(part: unknown, found: Content): void {
  if (!isFields(part)) return
  switch (part.type) {
    case 'text':
    case 'refusal':
      return
    case 'image_url': {
      const image = isFields(part.image_url) ? part.image_url : {}
      if (image.detail === 'low') found.images.low++
      else found.images.high++
      if (typeof image.url === 'string' && image.url.startsWith('data:'))
        found.inlineBytes += image.url.length
      return
    }
    case 'input_audio': {
      const audio = isFields(part.input_audio) ? part.input_audio : {}
      const data = typeof audio.data === 'string' ? audio.data : ''
      found.inlineBytes += data.length
      found.audioBytes += Math.ceil((data.length * 3) / 4)
      return
    }
    default:
      found.byReference = true
  }
}

/**
 * All text of a chat or embeddings body that a model reads (messages, tool calls, tools, inputs), for a token
 * estimate when the provider gives no figure. Ends at `longestLength` characters.
 */
export function inputText(body: Fields, longestLength: number): string {
  const parts: string[] = []
  let left = longestLength
  const add = (text: unknown): void => {
    if (typeof text !== 'string' || left <= 0) return
    parts.push(text.length > left ? text.slice(0, left) : text)
    left -= text.length + 1
  }
  if (Array.isArray(body.messages)) for (const message of body.messages) addMessage(message, add)
  if (Array.isArray(body.tools)) add(JSON.stringify(body.tools))
  if (Array.isArray(body.input)) for (const input of body.input) add(input)
  else add(body.input)
  return parts.join('\n')
}

function addMessage(message: unknown, add: (text: unknown) => void): void {
  if (!isFields(message)) return
  add(message.role)
  add(message.name)
  if (Array.isArray(message.content)) {
    for (const part of message.content) if (isFields(part)) add(part.text)
  } else add(message.content)
  if (Array.isArray(message.tool_calls)) add(JSON.stringify(message.tool_calls))
}
