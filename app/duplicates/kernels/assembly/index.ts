export { toLuma, sumUp, boxAverage, laplacianVariance } from './luma'
export { transform } from './transform'
export { joinWithin, scanWithin } from './join'
export { preparePart, agreement } from './agreement'
