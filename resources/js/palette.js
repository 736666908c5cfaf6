export function palette() {
  return {}
}
