module portlab

go 1.26
