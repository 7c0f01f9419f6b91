import { RotateCcw, Settings2 } from 'lucide-react'
import { useTranslation } from '../lib/texts.tsx'
import { IconButton } from './button.tsx'
import { Menu, MenuChoice, MenuGroup, MenuItem, MenuSeparator, MenuToggle } from './menu.tsx'
import type { Density } from './table.tsx'

type Props = {
  columns: readonly { id: string; header: string }[]
  visible: (column: string) => boolean
  onToggle: (column: string, on: boolean) => void
  density: Density
  onDensity: (density: Density) => void
  onReset: () => void
}

/** Which columns and how dense: remembered in this browser. */
export function TableOptions({ columns, visible, onToggle, density, onDensity, onReset }: Props) {
  const { t } = useTranslation('ui')
  return (
    <Menu
      label={t('table.options')}
      trigger={<IconButton kind="secondary" label={t('table.options')} icon={<Settings2 />} />}
    >
      <MenuGroup label={t('table.columns')}>
        {columns.map((column) => (
          <MenuToggle
            key={column.id}
            label={column.header}
            checked={visible(column.id)}
            onCheckedChange={(on) => onToggle(column.id, on)}
          />
        ))}
      </MenuGroup>
      <MenuSeparator />
      <MenuChoice
        label={t('table.density')}
        value={density}
        onValueChange={onDensity}
        options={[
          { value: 'comfortable', label: t('table.comfortable') },
          { value: 'compact', label: t('table.compact') },
        ]}
      />
      <MenuSeparator />
      <MenuItem icon={<RotateCcw aria-hidden />} onClick={onReset}>
        {t('lists:table.reset')}
      </MenuItem>
    </Menu>
  )
}
