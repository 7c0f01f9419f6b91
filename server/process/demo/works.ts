import { chance, pick, type Random, whole } from './random.ts'

/** What a program of the demo is for. */
export type Work = 'support' | 'reports' | 'tinkering' | 'search'
export type Request = { path: string; body: object }

const questions = [
  'My arm controller blinks red twice after the update. What does that mean?',
  'Can I return the gripper set if the box is open?',
  'How do I pair a second remote with the same base?',
  'The delivery note says 12 joints, I count 11. What now?',
  'Does the warranty cover the charging dock?',
] as const
const paragraph =
  'Line three ran for eleven hours with two short stops: a jammed feeder at 09:40 and a sensor that was cleaned at 14:05. Output was 1,412 units, 1.8 percent above plan; scrap stayed at 0.6 percent. '
const trials = ['sandbox:error-429', 'sandbox:error-500', 'sandbox:no-usage', 'sandbox:tool'] as const

const chat = (content: string, more: object = {}): Request => ({
  path: '/v1/chat/completions',
  body: { model: 'sandbox-chat', messages: [{ role: 'user', content }], ...more },
})

const works: Record<Work, (random: Random) => Request> = {
  support(random) {
    const manual = paragraph.repeat(whole(random, 5, 60))
    const messages = [
      { role: 'system', content: `Answer from this manual only.\n${manual}` },
      { role: 'user', content: chance(random, 0.4) ? 'sandbox:long' : pick(random, questions) },
    ]
    return chat('', { messages, max_tokens: whole(random, 80, 700), stream: chance(random, 0.2) })
  },
  reports: (random) =>
    chat('', {
      messages: [
        { role: 'user', content: paragraph.repeat(whole(random, 60, 220)) },
        { role: 'user', content: 'sandbox:long' },
      ],
      max_tokens: whole(random, 600, 1800),
    }),
  tinkering(random) {
    if (chance(random, 0.12)) return chat('Hello?', { model: 'gpt-nothing' })
    return chat(chance(random, 0.35) ? pick(random, trials) : pick(random, questions), {
      stream: chance(random, 0.5),
    })
  },
  search(random) {
    const model = chance(random, 0.06) ? 'sandbox-unpriced' : 'sandbox-chat'
    if (chance(random, 0.25)) return chat(pick(random, questions), { model })
    const input = Array.from({ length: whole(random, 1, 9) }, () => paragraph.repeat(whole(random, 1, 6)))
    return { path: '/v1/embeddings', body: { model: 'sandbox-embed', input } }
  },
}

/** One request of such a program. */
export function workOf(work: Work, random: Random): Request {
  return works[work](random)
}
