import type { SecretSample } from '../../../ui/secret-dialog.tsx'

/** A chat call to this server as one pastes it into a shell. */
export function curlSample(secret: string, model: string): string {
  return `curl ${location.origin}/v1/chat/completions \\
  -H "Authorization: Bearer ${secret}" \\
  -H "Content-Type: application/json" \\
  -d '{"model": "${model}", "messages": [{"role": "user", "content": "Hello"}]}'`
}

/**
 * The model for an example: one that chats, the sandbox's where it serves.
 *
 * @param only the models that the key may call; null: all.
 */
export function exampleModel(
  models: readonly { id: string; accepted: boolean; purpose: string }[] | undefined,
  only: readonly string[] | null = null,
): string {
  const callable = (models ?? []).filter(({ id, accepted }) => accepted && (only?.includes(id) ?? true))
  const chatting = callable.filter(({ purpose }) => purpose === 'chat')
  const one = chatting.find(({ id }) => id === 'sandbox-chat') ?? chatting[0] ?? callable[0]
  return one?.id ?? only?.[0] ?? 'sandbox-chat'
}

/** How programs use a key: environment, shell, SDKs. */
export function samples(
  model: string,
  label: (id: 'env' | 'curl' | 'python' | 'node') => string,
): SecretSample[] {
  const base = `${location.origin}/v1`
  return [
    {
      id: 'env',
      label: label('env'),
      code: (secret) => `OPENAI_API_KEY=${secret}\nOPENAI_BASE_URL=${base}`,
    },
    { id: 'curl', label: label('curl'), code: (secret) => curlSample(secret, model) },
    {
      id: 'python',
      label: label('python'),
      code: (secret) => `from openai import OpenAI

client = OpenAI(api_key="${secret}", base_url="${base}")
answer = client.chat.completions.create(
    model="${model}",
    messages=[{"role": "user", "content": "Hello"}],
)
print(answer.choices[0].message.content)`,
    },
    {
      id: 'node',
      label: label('node'),
      code: (secret) => `import OpenAI from 'openai'

const client = new OpenAI({ apiKey: '${secret}', baseURL: '${base}' })
const answer = await client.chat.completions.create({
  model: '${model}',
  messages: [{ role: 'user', content: 'Hello' }],
})
console.log(answer.choices[0].message.content)`,
    },
  ]
}
