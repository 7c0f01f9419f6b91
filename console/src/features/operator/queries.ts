import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, type ItemOf, type ReplyOf, type RequestOf } from '../../lib/api.ts'

export type Upstream = ItemOf<'GET /admin/upstreams'>
export type NewUpstream = RequestOf<'POST /admin/upstreams'>['body']
export type UpstreamChanges = RequestOf<'PATCH /admin/upstreams/{id}'>['body']
export type TestResult = ReplyOf<'POST /admin/upstreams/test'>
export type Price = ItemOf<'GET /admin/prices'>
export type PriceScope = 'served' | 'operator' | 'all'
export type NewPrice = RequestOf<'PUT /admin/prices/{*model}'>['body']
export type Organization = ItemOf<'GET /admin/organizations'>
export type OrganizationDetail = ReplyOf<'GET /admin/organizations/{org}'>
export type ModelTest = ReplyOf<'POST /admin/upstreams/{id}/test-model'>
export type Comparison = ItemOf<'GET /admin/price-comparison'>
export type PriceList = RequestOf<'POST /admin/price-import/check'>['body']
export type PricePlan = ReplyOf<'POST /admin/price-import/check'>
export type Health = ReplyOf<'GET /admin/health'>
export type Account = ItemOf<'GET /admin/accounts'>
export type AccountDetail = ReplyOf<'GET /admin/accounts/{id}'>
export type Invitation = ItemOf<'GET /admin/invitations'>
export type Settings = ReplyOf<'GET /admin/settings'>
export type SettingsChanges = NonNullable<RequestOf<'PATCH /admin/settings'>['body']>

const firstPage = { initialPageParam: undefined as string | undefined }
const nextPage = (page: { nextCursor: string | null }) => page.nextCursor ?? undefined

export const upstreamsQuery = queryOptions({
  queryKey: ['operator', 'upstreams'],
  queryFn: ({ signal }) => api('GET /admin/upstreams', { signal }),
})
export const createUpstream = (body: NewUpstream, idempotencyKey: string) =>
  api('POST /admin/upstreams', { body, idempotencyKey })
export const updateUpstream = (id: string, body: UpstreamChanges) =>
  api('PATCH /admin/upstreams/{id}', { params: { id }, body })
export const deleteUpstream = (id: string) => api('DELETE /admin/upstreams/{id}', { params: { id } })
export const testUpstream = (id: string) => api('POST /admin/upstreams/{id}/test', { params: { id } })
export const testModel = (id: string, model: string, signal?: AbortSignal) =>
  api('POST /admin/upstreams/{id}/test-model', { params: { id }, body: { model }, signal })
export const tryUpstream = (body: RequestOf<'POST /admin/upstreams/test'>['body']) =>
  api('POST /admin/upstreams/test', { body })

export const pricesQuery = (filter: { q?: string; scope?: PriceScope }) =>
  infiniteQueryOptions({
    queryKey: ['operator', 'prices', filter],
    queryFn: ({ pageParam, signal }) =>
      api('GET /admin/prices', { query: { ...filter, cursor: pageParam, limit: 50 }, signal }),
    ...firstPage,
    getNextPageParam: nextPage,
    placeholderData: keepPreviousData,
  })
export const setPrice = (model: string, body: NewPrice) =>
  api('PUT /admin/prices/{*model}', { params: { model }, body })
export const dropPrice = (model: string) => api('DELETE /admin/prices/{*model}', { params: { model } })

export const comparisonQuery = (filter: { q?: string }) =>
  infiniteQueryOptions({
    queryKey: ['operator', 'prices', 'comparison', filter],
    queryFn: ({ pageParam, signal }) =>
      api('GET /admin/price-comparison', { query: { ...filter, cursor: pageParam, limit: 50 }, signal }),
    ...firstPage,
    getNextPageParam: nextPage,
    placeholderData: keepPreviousData,
  })
export const checkPriceList = (body: PriceList) => api('POST /admin/price-import/check', { body })
export const importPrices = (body: PriceList & { plan: string }) => api('POST /admin/price-import', { body })

export const healthQuery = queryOptions({
  queryKey: ['operator', 'health'],
  queryFn: ({ signal }) => api('GET /admin/health', { signal }),
})

export const organizationQuery = (id: string) =>
  queryOptions({
    queryKey: ['operator', 'organizations', 'one', id],
    queryFn: ({ signal }) => api('GET /admin/organizations/{org}', { params: { org: id }, signal }),
  })
export type OrganizationFilter = { q?: string; kind?: 'personal' | 'shared' }
export const organizationsQuery = (filter: OrganizationFilter) =>
  infiniteQueryOptions({
    queryKey: ['operator', 'organizations', filter],
    queryFn: ({ pageParam, signal }) =>
      api('GET /admin/organizations', { query: { ...filter, cursor: pageParam, limit: 50 }, signal }),
    ...firstPage,
    getNextPageParam: nextPage,
    placeholderData: keepPreviousData,
  })
type Once = { idempotencyKey: string }
export const giveCredit = (org: string, body: { amountUsd: string; note?: string }, once: Once) =>
  api('POST /admin/organizations/{org}/credits', { params: { org }, body, ...once })
export const refundCall = (org: string, body: { requestId: string; note?: string }, once: Once) =>
  api('POST /admin/organizations/{org}/refunds', { params: { org }, body, ...once })

export const settingsQuery = queryOptions({
  queryKey: ['operator', 'settings'],
  queryFn: ({ signal }) => api('GET /admin/settings', { signal }),
})
export type WaysIn = ReplyOf<'GET /admin/ways-in'>
/** How many people have one way in only. */
export const waysInQuery = queryOptions({
  queryKey: ['operator', 'ways-in'],
  queryFn: ({ signal }) => api('GET /admin/ways-in', { signal }),
  // Somebody adds a passkey at any time, and the figure is asked for to decide by it.
  staleTime: 0,
})
export const changeSettings = (body: SettingsChanges) => api('PATCH /admin/settings', { body })

export type OperatorEvent = ItemOf<'GET /admin/audit'>
type AuditFilter = Omit<NonNullable<RequestOf<'GET /admin/audit'>['query']>, 'cursor' | 'limit'>
export const operatorAuditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['operator', 'audit', filter],
    queryFn: ({ pageParam, signal }) =>
      api('GET /admin/audit', { query: { ...filter, cursor: pageParam, limit: 50 }, signal }),
    ...firstPage,
    getNextPageParam: nextPage,
    placeholderData: keepPreviousData,
  })

export type AccountFilter = Omit<NonNullable<RequestOf<'GET /admin/accounts'>['query']>, 'cursor' | 'limit'>
export const accountsQuery = (filter: AccountFilter) =>
  infiniteQueryOptions({
    queryKey: ['operator', 'accounts', filter],
    queryFn: ({ pageParam, signal }) =>
      api('GET /admin/accounts', { query: { ...filter, cursor: pageParam, limit: 50 }, signal }),
    ...firstPage,
    getNextPageParam: nextPage,
    placeholderData: keepPreviousData,
  })
export const accountQuery = (id: string) =>
  queryOptions({
    queryKey: ['operator', 'accounts', 'one', id],
    queryFn: ({ signal }) => api('GET /admin/accounts/{id}', { params: { id }, signal }),
  })
export type AccountChanges = NonNullable<RequestOf<'PATCH /admin/accounts/{id}'>['body']>
export const updateAccount = (id: string, body: AccountChanges) =>
  api('PATCH /admin/accounts/{id}', { params: { id }, body })
export const deleteAccount = (id: string, username: string) =>
  api('DELETE /admin/accounts/{id}', { params: { id }, body: { username } })

export const invitationsQuery = infiniteQueryOptions({
  queryKey: ['operator', 'invitations'],
  queryFn: ({ pageParam, signal }) =>
    api('GET /admin/invitations', { query: { cursor: pageParam, limit: 50 }, signal }),
  ...firstPage,
  getNextPageParam: nextPage,
})
export const invite = (note: string, once: Once) =>
  api('POST /admin/invitations', { body: note.trim() === '' ? {} : { note }, ...once })
export const revokeInvitation = (id: string) => api('DELETE /admin/invitations/{id}', { params: { id } })

export type MailSettings = ReplyOf<'GET /admin/mail'>
export type Mail = ItemOf<'GET /admin/mails'>
export type MailGroup = 'open' | 'failed' | 'sent'
export const mailSettingsQuery = queryOptions({
  queryKey: ['operator', 'mail', 'settings'],
  queryFn: ({ signal }) => api('GET /admin/mail', { signal }),
})
export const mailsQuery = (filter: { state?: MailGroup }) =>
  infiniteQueryOptions({
    queryKey: ['operator', 'mail', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      api('GET /admin/mails', { query: { ...filter, cursor: pageParam, limit: 50 }, signal }),
    ...firstPage,
    getNextPageParam: nextPage,
    placeholderData: keepPreviousData,
  })
export const setMailSettings = (body: RequestOf<'PUT /admin/mail'>['body']) =>
  api('PUT /admin/mail', { body })
export const dropMailSettings = () => api('DELETE /admin/mail')
export const testMail = () => api('POST /admin/mail/test')
export const retryMail = (id: string) => api('POST /admin/mails/{id}/retry', { params: { id } })
export const dropMail = (id: string) => api('DELETE /admin/mails/{id}', { params: { id } })
export const showMailLink = (id: string) => api('POST /admin/mails/{id}/link', { params: { id } })
