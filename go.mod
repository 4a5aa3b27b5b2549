module bounceback

go 1.26
