// A file's text, as vite bundles it.

declare module '*?raw' {
  const text: string
  export default text
}
