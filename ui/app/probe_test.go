package app_test

import (
	"fmt"
	"reflect"
)

func sameType(a, b any) bool { return reflect.TypeOf(a) == reflect.TypeOf(b) }

func toString(a any) string { return fmt.Sprint(a) }
