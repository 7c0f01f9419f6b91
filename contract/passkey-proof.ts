import { z } from 'zod'

/** Bytes as browsers write them into JSON. */
export const base64url = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[A-Za-z0-9_-]+$/, 'This is not base64url.')

/** What a browser says beside the signature; nothing of it is believed. */
export const credentialFrame = {
  id: base64url(1400),
  rawId: base64url(1400),
  type: z.literal('public-key'),
  authenticatorAttachment: z.string().max(40).nullish(),
  clientExtensionResults: z.record(z.string().max(80), z.unknown()).optional(),
}

/** What a browser answers to `navigator.credentials.get`, as its `toJSON` writes it. */
export const passkeyAssertion = z.strictObject({
  ...credentialFrame,
  response: z.strictObject({
    clientDataJSON: base64url(8000),
    authenticatorData: base64url(8000),
    signature: base64url(8000),
    userHandle: base64url(200).nullish(),
  }),
})
export type PasskeyAssertion = z.infer<typeof passkeyAssertion>
