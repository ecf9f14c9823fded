package compare

var PresentFactors = presentFactors
