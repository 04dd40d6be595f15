// How far the gradient's figure looks along a parameter, to each side.

export const reaches = { near: 0.1, far: 3 }
export type Reach = keyof typeof reaches
