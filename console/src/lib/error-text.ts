import type { TFunction } from 'i18next'
import { ApiError } from './api-error.ts'

/** The sentence for an error: the catalogue's by code, else the server's own, else a general one. */
export function errorText(t: TFunction, error: unknown): string {
  if (!(error instanceof ApiError)) return t('errors:unknown')
  return t(`errors:${error.code}`, { defaultValue: error.detail || t('errors:unknown'), ...error.extra })
}
