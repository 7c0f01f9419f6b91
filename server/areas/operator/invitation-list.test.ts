import { expect, test } from 'vitest'
import { makeAccount, testApp } from '../../testing/index.ts'

type List = {
  items: { id: string; status: string; acceptedBy: { id: string; username: string } | null }[]
  nextCursor: string | null
}

test('a link says who signed up with it; pages go by the links', async () => {
  const app = await testApp()
  try {
    const { browser } = await makeAccount(app, { operator: true })
    const made: { id: string; url: string }[] = []
    for (const note of ['first', 'second'])
      made.push((await browser.post<{ id: string; url: string }>('/admin/invitations', { note })).body)
    const used = made[0] as { id: string; url: string }
    const signedUp = await app.browser().post<{ account: { id: string } }>('/auth/sign-up', {
      username: 'bo-of-the-link',
      email: 'bo@example.com',
      password: 'a heron on the weir',
      invitation: new URL(used.url).searchParams.get('invitation'),
    })
    expect(signedUp.status).toBe(201)
    const first = (await browser.get<List>('/admin/invitations?limit=1')).body
    expect(first.items).toMatchObject([{ id: made[1]?.id, status: 'pending', acceptedBy: null }])
    const second = (await browser.get<List>(`/admin/invitations?limit=1&cursor=${first.nextCursor}`)).body
    const acceptedBy = { id: signedUp.body.account.id, username: 'bo-of-the-link' }
    expect(second.items).toMatchObject([{ id: used.id, status: 'accepted', acceptedBy }])
    expect(second.nextCursor).toBeNull()
  } finally {
    await app.close()
  }
})
