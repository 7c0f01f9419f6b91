import { useLocation } from '@tanstack/react-router'

/** What a link of a mail carries: behind the `#`, so that it is in no log and goes to no other page. Opening it changes nothing. */
export function useLinkToken(): string {
  return useLocation({ select: ({ hash }) => hash })
}
