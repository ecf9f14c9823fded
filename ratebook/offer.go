package ratebook

// Offer is an OfferDurableId, such as "MS-AZR-0003P", in capitals.
type Offer string
