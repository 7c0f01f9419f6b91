import type { Key, KeyChanges, NewKey } from '../queries.ts'
import { type Expiry, expiryMoment, expiryOf, noExpiry } from './expiry-field.tsx'

export type KeyValues = {
  name: string
  expiry: Expiry
  /** Never typed: where the server's word about the expiry lands. */
  expiresAt: null
  remark: string
  scopes: Key['scopes']
  models: string[]
  ipAllowlist: string[]
}

export const emptyKey: KeyValues = {
  name: '',
  expiry: noExpiry,
  expiresAt: null,
  remark: '',
  scopes: ['models:call'],
  models: [],
  ipAllowlist: [],
}

export function valuesOf(key: Key, timeZone: string | undefined): KeyValues {
  return {
    name: key.name,
    expiry: expiryOf(key.expiresAt, timeZone),
    expiresAt: null,
    remark: key.remark,
    scopes: key.scopes,
    models: key.models ?? [],
    ipAllowlist: key.ipAllowlist,
  }
}

/** What the form says, as the body of a new key. No model named means every model. */
export function toNewKey(values: KeyValues, timeZone: string | undefined): NewKey {
  return {
    name: values.name,
    remark: values.remark,
    expiresAt: expiryMoment(values.expiry, timeZone),
    scopes: values.scopes,
    models: values.models.length === 0 ? null : values.models,
    ipAllowlist: values.ipAllowlist,
  }
}

/** Only what differs: a change touches what it names (promise 9). An untouched expiry keeps its second. */
export function changesOf(before: KeyValues, after: KeyValues, timeZone: string | undefined): KeyChanges {
  const all = toNewKey(after, timeZone)
  const same = (name: keyof KeyValues) => JSON.stringify(before[name]) === JSON.stringify(after[name])
  const { expiresAt, ...rest } = all
  const named = Object.entries(rest).filter(([name]) => !same(name as keyof KeyValues))
  return { ...Object.fromEntries(named), ...(same('expiry') ? {} : { expiresAt }) }
}
