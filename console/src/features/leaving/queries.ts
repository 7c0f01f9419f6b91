import { queryOptions } from '@tanstack/react-query'
import { api, apiResponse, type ItemOf } from '../../lib/api.ts'
import { filenameOf, saveAs } from '../../lib/download.ts'

export type Archive = ItemOf<'GET /me/export'>

export const deletionQuery = queryOptions({
  queryKey: ['me', 'deletion'],
  queryFn: ({ signal }) => api('GET /me/deletion', { signal }),
  // What somebody decides by is counted anew.
  staleTime: 0,
})

export const isOpen = ({ state }: Archive): boolean => state === 'asked' || state === 'running'

export const exportsQuery = queryOptions({
  queryKey: ['me', 'export'],
  queryFn: ({ signal }) => api('GET /me/export', { signal }),
  staleTime: 0,
  // While one is being made, to show how far it is.
  refetchInterval: ({ state }) => (state.data?.items.some(isOpen) ? 1500 : false),
})

export const startExport = () => api('POST /me/export')

export const deleteMe = (username: string) => api('DELETE /me', { body: { username } })
export const undoDeletion = (token: string) => api('POST /auth/deletion/undo', { body: { token } })

/** Fetched rather than opened, so that a proof can be asked for on the way. */
export async function downloadArchive(id: string): Promise<void> {
  const response = await apiResponse('GET /me/export/{id}/archive', { params: { id } })
  const url = URL.createObjectURL(await response.blob())
  saveAs(url, filenameOf(response))
  // The browser has taken hold of it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
