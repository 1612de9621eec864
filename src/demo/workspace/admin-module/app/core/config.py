"""Settings of the admin module. Every secret must be in the environment: there are no defaults for them."""

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    database_url: str
    jwt_private_key: SecretStr
    initial_admin_password: SecretStr
    redis_url: str
    log_level: str = "INFO"


settings = Settings()
