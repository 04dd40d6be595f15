// Code, tables and formulas are reached with the Tab key where there is something to scroll, and only there.

export function scrolling(): void {
  const regions = [...document.querySelectorAll<HTMLElement>('main [role=group][tabindex="0"]')]
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.setAttribute('tabindex', '0')
      else target.removeAttribute('tabindex')
    }
  })
  for (const region of regions) sizes.observe(region)
}
