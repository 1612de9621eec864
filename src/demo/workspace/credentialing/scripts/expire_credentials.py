"""Lists the credentials that expire within 30 days; run every night."""
import os

from sqlalchemy import create_engine, text

EXPIRING = text(
    "SELECT c.credential_number, p.email FROM provider_credentials c JOIN providers p ON p.id = c.provider_id "
    "WHERE c.expires_on < current_date + 30"
)


def main() -> None:
    with create_engine(os.environ["DATABASE_URL"]).connect() as connection:
        for number, email in connection.execute(EXPIRING):
            print(number, email)


if __name__ == "__main__":
    main()
