module no-backend

go 1.23.3
