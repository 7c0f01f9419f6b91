import { expect, test } from 'vitest'
import { appError } from './errors.ts'
import { together } from './together.ts'

const wrong = (path: string, code: string) => () => {
  throw appError(400, code, `${path} is wrong.`, {
    extra: { errors: [{ path, message: `${path} is wrong.` }] },
  })
}

test('all good: what each returned, in order', async () => {
  expect(
    await together(
      async () => 1,
      () => 'two',
    ),
  ).toEqual([1, 'two'])
})

test('one refusal comes as it is', async () => {
  const caught = await together(() => 1, wrong('name', 'invalid_name')).catch((error: unknown) => error)
  expect(caught).toMatchObject({
    ...{ status: 400, code: 'invalid_name', detail: 'name is wrong.' },
    extra: { errors: [{ path: 'name', message: 'name is wrong.' }] },
  })
})

test('of several every field is named, each with its own code, and the sentence says all', async () => {
  const caught = await together(
    wrong('name', 'invalid_name'),
    () => 1,
    wrong('password', 'password_too_short'),
  ).catch((error: unknown) => error)
  expect(caught).toMatchObject({
    ...{ status: 400, code: 'invalid_name', detail: 'name is wrong. password is wrong.' },
    extra: {
      errors: [
        { path: 'name', message: 'name is wrong.', code: 'invalid_name' },
        { path: 'password', message: 'password is wrong.', code: 'password_too_short' },
      ],
    },
  })
})

test('what is no refusal of a field ends it at once', async () => {
  let asked = false
  const down = () => {
    throw appError(503, 'leak_check_down', 'Try again later.')
  }
  const later = () => {
    asked = true
  }
  await expect(together(wrong('name', 'invalid_name'), down, later)).rejects.toMatchObject({
    code: 'leak_check_down',
  })
  expect(asked).toBe(false)
})
