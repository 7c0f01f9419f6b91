import '../ui/styles.css'
import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { startLanguages } from '../lib/i18n.ts'
import { ZoneProvider } from '../lib/place.tsx'
import { LanguageProvider } from '../lib/texts.tsx'
import { Toasts } from '../ui/toast.tsx'
import { Tooltips } from '../ui/tooltips.tsx'
import { loadAhead, loadPageAhead } from './ahead.ts'
import { queryClient } from './query-client.ts'
import { router } from './router.tsx'

loadPageAhead(router)
await startLanguages()

const root = document.getElementById('root')
if (!root) throw new Error('the page has no #root')
createRoot(root).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        <LanguageProvider>
          <ZoneProvider timeZone={undefined}>
            <RouterProvider router={router} />
            <Toasts />
            <Tooltips />
          </ZoneProvider>
        </LanguageProvider>
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
)
loadAhead()
