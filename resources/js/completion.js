export function completion() {
  return {}
}
