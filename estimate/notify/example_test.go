package notify_test

import (
	"fmt"

	"azwhatif/estimate/notify"
)

func ExampleSign() {
	fmt.Println(notify.Sign([]byte("key"), "1700000000", []byte("{}")))
	// Output: sha256=9d713ed406bb7076d4123f0dc2c39d2df5c654ed4b0cd56b52c8b4c940bd63ae
}
